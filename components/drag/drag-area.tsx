'use client';

import { createContext, useContext, useEffect, useRef, useState, type PointerEvent as ReactPointerEvent, type ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { DragItems } from '@/components/drag/drag-items';

const DragContext = createContext<DragItems | null>(null);

/** What can be dragged below the {@link DragArea} around. */
export function useDragItems(): DragItems {
  const items = useContext(DragContext);
  if (!items) throw new Error('Only inside DragArea.');
  return items;
}

/** A press that has not been let go, on which source it was, and where the pointer has come to since; null while it rests. */
interface Held {
  readonly press: PointerEvent;
  readonly source: string | null;
  moved: PointerEvent | null;
}

interface DragAreaProps {
  children: ReactNode;
  /** What the pointer carries; rendered while something is dragged. */
  carried: ReactNode;
  onLift: (source: string) => void;
  /** The target under the pointer, whenever that changes; null for none. */
  onOver: (target: string | null) => void;
  /** Let go over `target`, or over nothing, or cancelled with Escape. */
  onDrop: (target: string | null) => void;
  /** Whether the code that drags could not be loaded: told when that turns out, and once it has come after all. */
  onMissing: (isMissing: boolean) => void;
}

/**
 * Dragging by mouse, pen and touch; what is dragged and where it may go is the caller's, and so is the keyboard. The code
 * comes when a pointer first comes near, and is asked for again at the next press if it did not come; a press that was faster than the code is
 * told to it afterwards, and how far it has come since.
 */
export function DragArea({ children, carried, onLift, onOver, onDrop, onMissing }: DragAreaProps) {
  const [items] = useState(() => new DragItems());
  const overlay = useRef<HTMLDivElement>(null);
  const events = useRef({ onLift, onOver, onDrop, onMissing });
  const [asked, setAsked] = useState(0);
  const isMissing = useRef(false);
  const pressed = useRef<Held | null>(null);
  useEffect(() => {
    events.current = { onLift, onOver, onDrop, onMissing };
  }, [onLift, onOver, onDrop, onMissing]);
  useEffect(() => {
    if (asked === 0) return;
    const missing = (now: boolean) => {
      if (isMissing.current !== now) events.current.onMissing(now);
      isMissing.current = now;
    };
    return whenLoaded(({ startDragging }) => {
      if (!overlay.current) return () => undefined;
      const stop = startDragging(items, overlay.current, {
        onLift: (source) => flushSync(() => events.current.onLift(source)),
        onOver: (target) => events.current.onOver(target),
        onDrop: (target) => events.current.onDrop(target),
      });
      missing(false);
      const held = pressed.current;
      // The sensors are bound a moment later; whoever has let go by then drags nothing.
      if (held) setTimeout(() => pressed.current === held && tellAgain(held, items));
      return stop;
    }, () => missing(true));
  }, [items, asked]);
  const comeNear = ({ nativeEvent }: ReactPointerEvent) => {
    if (asked === 0) setAsked(1);
    if (pressed.current) pressed.current.moved = nativeEvent;
  };
  const press = (event: ReactPointerEvent) => {
    comeNear(event);
    if (isMissing.current) setAsked(asked + 1);
    const { target } = event.nativeEvent;
    pressed.current = { press: event.nativeEvent, source: target instanceof Node ? items.sourceAround(target) : null, moved: null };
  };
  useEffect(() => {
    const release = () => {
      pressed.current = null;
    };
    // Wherever they are by then: whoever let go beside the area holds nobody.
    const ends = ['pointerup', 'pointercancel'] as const;
    for (const end of ends) window.addEventListener(end, release, true);
    return () => {
      for (const end of ends) window.removeEventListener(end, release, true);
    };
  }, []);

  return (
    <DragContext value={items}>
      <div className="contents" onPointerMove={comeNear} onPointerDownCapture={press}>
        {children}
      </div>
      <div ref={overlay} data-dnd-overlay className="pointer-events-none z-50">
        {carried}
      </div>
    </DragContext>
  );
}

/**
 * What came before the code did. A move may be the last one for as long as the pointer rests: without it nothing would be lifted. What was
 * under the press may be drawn anew by now.
 */
function tellAgain({ press, source, moved }: Held, items: DragItems): void {
  const isThere = press.target instanceof Node && press.target.isConnected;
  const target = isThere || source === null ? press.target : items.whereIs(source);
  target?.dispatchEvent(new PointerEvent('pointerdown', press));
  if (moved) target?.dispatchEvent(new PointerEvent('pointermove', moved));
}

const loadEngine = () => import('@/components/drag/drag-engine');

/** Calls `start` once the code is there, and what it returned at the end; `onFailed` where it did not come. */
function whenLoaded(start: (engine: Awaited<ReturnType<typeof loadEngine>>) => () => void, onFailed: () => void): () => void {
  let stop: (() => void) | null = null;
  let ended = false;
  void loadEngine().then(
    (engine) => {
      if (!ended) stop = start(engine);
    },
    () => {
      if (!ended) onFailed();
    },
  );
  return () => {
    ended = true;
    stop?.();
  };
}
