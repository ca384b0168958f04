'use client';

import { useCallback } from 'react';
import { useDragItems } from '@/components/drag/drag-area';
import type { DragItem } from '@/components/drag/drag-items';

/** Makes an element something that can be dragged. `id` is what the drag area reports. */
export function useDragSource(id: string, { disabled }: { disabled: boolean }) {
  return { ref: useDragItem('source', id, disabled) };
}

/** Makes an element something that can be dropped on. */
export function useDropTarget(id: string) {
  return { ref: useDragItem('target', id, false) };
}

function useDragItem(role: DragItem['role'], id: string, disabled: boolean) {
  const items = useDragItems();
  return useCallback(
    (element: HTMLElement | null) => (element && !disabled ? items.add({ role, id, element }) : undefined),
    [items, role, id, disabled],
  );
}
