'use client';

import { useDraggable, useDroppable } from '@dnd-kit/react';

/** Makes an element something that can be dragged. `id` is what {@link DragArea} reports. */
export function useDragSource(id: string, { disabled }: { disabled: boolean }) {
  const { ref, isDragging } = useDraggable({ id, disabled });
  return { ref, isDragging };
}

/** Makes an element something that can be dropped on. */
export function useDropTarget(id: string) {
  const { ref } = useDroppable({ id });
  return { ref };
}
