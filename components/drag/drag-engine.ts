import {
  AutoScroller,
  Cursor,
  DragDropManager,
  Draggable,
  Droppable,
  Feedback,
  PointerActivationConstraints,
  PointerSensor,
  PreventSelection,
} from '@dnd-kit/dom';
import type { DragItem, DragItems } from '@/components/drag/drag-items';

export interface DragEvents {
  /** Comes before what is carried is shown: it has to be rendered by then. */
  onLift(source: string): void;
  onOver(target: string | null): void;
  onDrop(target: string | null): void;
}

/**
 * A mouse drags once it has moved a little; a finger after it has rested, so that swiping still scrolls.
 * @param onPress is told what was pressed, before anything is lifted
 */
const sensors = (onPress: (source: Draggable) => void) => [
  PointerSensor.configure({
    activationConstraints: (event: PointerEvent) =>
      event.pointerType === 'touch'
        ? [new PointerActivationConstraints.Delay({ value: 220, tolerance: 8 })]
        : [new PointerActivationConstraints.Distance({ value: 4 })],
    preventActivation: (event: PointerEvent, source: Draggable) => {
      onPress(source);
      return isControl(event.target, source.element);
    },
  }),
];

const plugins = [AutoScroller, Cursor, PreventSelection, Feedback.configure({ dropAnimation: null })];

/** Buttons and links inside a row stay buttons and links. */
function isControl(target: EventTarget | null, row: Element | undefined): boolean {
  const control = target instanceof Element ? target.closest('button, a, input, select, textarea') : null;
  return control !== null && control !== row;
}

/**
 * Dragging by mouse, pen and touch: the only place that knows the library.
 * @param overlay follows the pointer; what is in it is the caller's
 * @returns the way to end it
 */
export function startDragging(items: DragItems, overlay: HTMLElement, { onLift, onOver, onDrop }: DragEvents): () => void {
  let pressed: Draggable['id'] | null = null;
  const manager = new DragDropManager({ sensors: sensors(({ id }) => (pressed = id)), plugins });
  for (const plugin of manager.plugins) if (plugin instanceof Feedback) plugin.overlay = overlay;
  manager.monitor.addEventListener('beforedragstart', (event) => {
    const { source } = event.operation;
    // Where what was pressed has gone since, the library lifts what it lifted last.
    if (source && source.id === pressed) onLift(String(source.id));
    else event.preventDefault();
  });
  manager.monitor.addEventListener('dragover', ({ operation }) => onOver(idOf(operation.target)));
  manager.monitor.addEventListener('dragend', ({ operation, canceled }) => onDrop(canceled ? null : idOf(operation.target)));
  const unfollow = items.follow((item) => take(item, manager));
  return () => {
    unfollow();
    manager.destroy();
  };
}

function take({ role, id, element }: DragItem, manager: DragDropManager): () => void {
  const taken = role === 'source' ? new Draggable({ id, element }, manager) : new Droppable({ id, element, effects: () => [() => lookOnceMeasured(id, manager)] }, manager);
  return () => taken.destroy();
}

/**
 * Where targets are is measured a moment after something was lifted. The library does not look again what is under a pointer that has not moved
 * since: whoever was faster and rests would be over nothing.
 */
function lookOnceMeasured(target: string, manager: DragDropManager): void {
  if (manager.registry.droppables.get(target)?.shape) manager.collisionObserver.forceUpdate();
}

function idOf(target: { id: string | number } | null | undefined): string | null {
  return target ? String(target.id) : null;
}
