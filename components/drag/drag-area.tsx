'use client';

import type { ReactNode } from 'react';
import {
  AutoScroller,
  Cursor,
  Feedback,
  PointerActivationConstraints,
  PointerSensor,
  PreventSelection,
  type Draggable,
} from '@dnd-kit/dom';
import { DragDropProvider, DragOverlay } from '@dnd-kit/react';

interface DragAreaProps {
  children: ReactNode;
  /** What the pointer carries; rendered while something is dragged. */
  carried: ReactNode;
  onLift: (source: string) => void;
  /** The target under the pointer, whenever that changes; null for none. */
  onOver: (target: string | null) => void;
  /** Let go over `target`, or over nothing, or cancelled with Escape. */
  onDrop: (target: string | null) => void;
}

/** A mouse drags once it has moved a little; a finger after it has rested, so that swiping still scrolls. */
const sensors = [
  PointerSensor.configure({
    activationConstraints: (event: PointerEvent) =>
      event.pointerType === 'touch'
        ? [new PointerActivationConstraints.Delay({ value: 220, tolerance: 8 })]
        : [new PointerActivationConstraints.Distance({ value: 4 })],
    preventActivation: (event: PointerEvent, source: Draggable) => isControl(event.target, source.element),
  }),
];

const plugins = [AutoScroller, Cursor, PreventSelection, Feedback.configure({ dropAnimation: null })];

/** Buttons and links inside a row stay buttons and links. */
function isControl(target: EventTarget | null, row: Element | undefined): boolean {
  const control = target instanceof Element ? target.closest('button, a, input, select, textarea') : null;
  return control !== null && control !== row;
}

/**
 * Dragging by mouse, pen and touch. The only place that knows the library; what is dragged and where it may go is the
 * caller's, and so is the keyboard.
 */
export function DragArea({ children, carried, onLift, onOver, onDrop }: DragAreaProps) {
  return (
    <DragDropProvider
      sensors={sensors}
      plugins={plugins}
      onDragStart={({ operation }) => operation.source && onLift(String(operation.source.id))}
      onDragOver={({ operation }) => onOver(idOf(operation.target))}
      onDragEnd={({ operation, canceled }) => onDrop(canceled ? null : idOf(operation.target))}
    >
      {children}
      <DragOverlay dropAnimation={null} className="pointer-events-none z-50">
        {carried}
      </DragOverlay>
    </DragDropProvider>
  );
}

function idOf(target: { id: string | number } | null | undefined): string | null {
  return target ? String(target.id) : null;
}
