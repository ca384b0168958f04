'use client';

import { Undo2 } from 'lucide-react';
import type { Item, ItemTimes } from '@/lib/move/item';
import { hadEffect } from '@/lib/move/had-effect';
import { isFailure } from '@/lib/move/item-state';
import type { Order } from '@/lib/move/order';
import type { Consequence, Meanwhile } from '@/lib/move/verdict';
import { consequenceLabel, notKnownWords } from '@/lib/move/consequence-words';
import { moverWords } from '@/lib/move/words';
import { useNotices } from '@/components/live/live-provider';
import { LostStrip } from '@/components/lost/lost-strip';
import { itemName, itemSentence } from '@/components/move/item-words';
import { useMoves } from '@/components/move/move-provider';
import { ItemReason } from '@/components/moves/item-reason';
import { ItemState } from '@/components/moves/item-state';
import { useSequel } from '@/components/sequel/sequel-provider';
import { Button } from '@/components/ui/button';
import { Fact, Facts } from '@/components/ui/facts';
import { Notice } from '@/components/ui/notice';
import { Time } from '@/components/ui/time';

/** What became of one person of an order, and when; and the way back for them alone, where others were moved with them. */
export function ItemDetails({ order, item }: { order: Order; item: Item }) {
  const ask = useSequel();
  const { mayMove } = useMoves();
  const failed = isFailure(item.state);
  const notices = useNotices().filter((notice) => notice.person.participant === item.participant && notice.item === item.id);
  return (
    <section aria-label={itemName(item)} className="grid gap-4 rounded-lg border bg-raised p-4">
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2 text-sm">
        <h2 className="font-semibold">{itemName(item)}</h2>
        <span className="text-muted">
          {item.from?.name ?? 'A meeting that is not known'} → {item.to.name}
        </span>
        <span className="ml-auto" data-testid="item-state" data-state={item.state}>
          <ItemState item={item} />
        </span>
      </div>
      <Notice tone={failed && item.returned === null ? 'failed' : 'quiet'}>{itemSentence(item)}</Notice>
      <ItemReason order={order} item={item} />
      <LostStrip notices={notices} label={`Help for ${itemName(item)}`} />
      {mayMove && order.items.length > 1 && hadEffect(item) && (
        <Button size="small" className="w-fit" onClick={() => ask({ kind: 'undo', order: order.id, items: [item.id] })}>
          <Undo2 size={14} aria-hidden /> Send back{item.from ? ` to ${item.from.name}` : ''}
        </Button>
      )}
      <Timeline times={item.times} steps={order.observed ? stepsSeen : stepsAsked} />
      <Facts>
        {item.verdict.consequences.length > 0 && <Fact name="Expected">{expected(item.verdict.consequences)}</Fact>}
        {item.verdict.meanwhile && <Fact name="Moved before"><MovedBefore meanwhile={item.verdict.meanwhile} /></Fact>}
        {item.returned && (
          <Fact name="Back since">
            <Time at={item.returned} precise />
          </Fact>
        )}
        {item.error && <Fact name="Error code">{item.error.code}</Fact>}
        <Fact name="Id before">
          <span className="font-mono text-xs select-all">{item.participant}</span>
        </Fact>
        {item.newParticipant && (
          <Fact name="Id after">
            <span className="font-mono text-xs select-all">{item.newParticipant}</span>
          </Fact>
        )}
      </Facts>
    </section>
  );
}

function MovedBefore({ meanwhile: { by, to, at } }: { meanwhile: Meanwhile }) {
  return (
    <>
      {to.meeting === '' ? 'elsewhere' : `to ${to.name}`}
      {by && `, by ${moverWords(by)}`}
      {at && (
        <>
          , <Time at={at} precise />
        </>
      )}
    </>
  );
}

type Steps = readonly { key: keyof ItemTimes; label: string }[];

const stepsAsked: Steps = [
  { key: 'queued', label: 'On record' },
  { key: 'sending', label: 'Sent' },
  { key: 'accepted', label: 'Taken on by the bridge' },
  { key: 'left', label: 'Left the old meeting' },
  { key: 'joined', label: 'Seen in the new one' },
  { key: 'mediaSeen', label: 'Media seen' },
];

/** Of a move that was only seen. */
const stepsSeen: Steps = [
  { key: 'accepted', label: 'The newcomer was made' },
  { key: 'left', label: 'Left the old meeting' },
  { key: 'joined', label: 'Seen in the new one' },
];

const elapsed = new Intl.NumberFormat('en');

/** What happened when, in the order of time; what has not happened stands at the end, pale. */
function Timeline({ times, steps }: { times: ItemTimes; steps: Steps }) {
  const start = Date.parse(times.queued);
  const reached = steps
    .flatMap(({ key, label }) => (times[key] ? [{ label, at: times[key] }] : []))
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const open = steps.filter(({ key }) => key !== 'mediaSeen' && times[key] === null);
  return (
    <ol className="grid gap-1 border-l pl-4 text-sm">
      {reached.map(({ label, at }) => (
        <li key={label} className="relative flex flex-wrap items-baseline gap-x-3">
          <span aria-hidden className="absolute top-1.5 -left-[21px] size-2 rounded-full bg-proven" />
          <span className="min-w-0 grow basis-40">{label}</span>
          <span className="flex min-w-44 justify-between gap-3 max-sm:text-xs">
            <span className="text-muted">+{elapsed.format(Date.parse(at) - start)} ms</span>
            <Time at={at} precise />
          </span>
        </li>
      ))}
      {open.map(({ label }) => (
        <li key={label} className="relative text-muted">
          <span aria-hidden className="absolute top-1.5 -left-[21px] size-2 rounded-full border border-muted bg-raised" />
          {label}
          <span className="sr-only">: not yet</span>
        </li>
      ))}
    </ol>
  );
}

function expected(consequences: readonly Consequence[]): string {
  const known = consequences.filter((one) => one.known !== false).map(consequenceLabel).join(', ');
  return [known, notKnownWords(consequences)].filter(Boolean).join('. ');
}
