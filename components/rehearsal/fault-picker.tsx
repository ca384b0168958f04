'use client';

import { useState } from 'react';
import { Check, Search } from 'lucide-react';
import { Command } from 'cmdk';
import { faults, type FaultName } from '@/lib/trace/faults';
import { groupedFaults, type KnownFault } from '@/components/rehearsal/fault-groups';
import { useHighlight } from '@/components/ui/use-highlight';

interface FaultPickerProps {
  faults: readonly KnownFault[];
  chosen: FaultName | null;
  onChoose: (fault: FaultName) => void;
}

/** Every fault there is, by where in a move it happens; typing narrows, arrows walk, Enter chooses. */
export function FaultPicker({ faults: known, chosen, onChoose }: FaultPickerProps) {
  const [search, setSearch] = useState('');
  const groups = groupedFaults(known, search.trim());
  const [highlit, setHighlit] = useHighlight(groups.flatMap((group) => group.faults.map(({ fault }) => fault)));
  return (
    <Command shouldFilter={false} label="Search what can go wrong" value={highlit} onValueChange={setHighlit} className="self-start rounded-md border outline-accent has-[input:focus-visible]:outline-2">
      <div className="relative border-b">
        <Search size={14} aria-hidden className="pointer-events-none absolute top-1/2 left-3 -translate-y-1/2 text-muted" />
        <Command.Input value={search} onValueChange={setSearch} placeholder="Search what can go wrong" className="h-9 w-full bg-transparent pr-3 pl-9 text-sm outline-none placeholder:text-muted" />
      </div>
      <Command.List label="What can go wrong" className="scroll-thin h-72 overflow-y-auto p-1" data-testid="fault-list">
        <Command.Empty className="px-3 py-6 text-center text-sm text-muted">No fault with these words.</Command.Empty>
        {groups.map(({ title, faults: members }) => (
          <Command.Group key={title} heading={title} className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-muted">
            {members.map(({ fault }) => (
              <Command.Item
                key={fault}
                value={fault}
                onSelect={() => onChoose(fault)}
                aria-checked={fault === chosen}
                className="flex min-h-8 cursor-pointer items-start gap-2 rounded-md px-2 py-1.5 text-sm aria-checked:font-medium data-[selected=true]:bg-sunken"
              >
                <Check size={14} aria-hidden className={fault === chosen ? 'mt-0.5 shrink-0 text-accent' : 'invisible mt-0.5 shrink-0'} />
                {faults[fault].words}
              </Command.Item>
            ))}
          </Command.Group>
        ))}
      </Command.List>
    </Command>
  );
}
