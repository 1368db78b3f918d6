import type { Html } from "../html/html.ts";

/** What a live page shows at one time. */
export interface LiveState {
  readonly parts: Readonly<Record<string, Html>>;
  readonly isOver: boolean;
}

export interface LiveTopic {
  /** How often it is read, in milliseconds. */
  readonly everyMs: number;
  read(): Promise<LiveState>;
}

/** Gets the parts that changed, by name, as HTML; an empty object means that nothing is left to come. */
export type LiveListener = (changed: Readonly<Record<string, string>>) => void;

/** Reads what several browsers look at once for all of them. */
export interface LiveHub {
  /** Calls the listener with every part at once, and then with what changes. Returns the way to leave. */
  join(key: string, topic: LiveTopic, listener: LiveListener): () => void;
  close(): void;
}

interface Room {
  readonly listeners: Set<LiveListener>;
  readonly timer: NodeJS.Timeout;
  shown: Readonly<Record<string, string>>;
  isReading: boolean;
}

/** @param onError hears of a read that failed; the next one comes at its time */
export function makeLiveHub(onError: (error: Error) => void): LiveHub {
  const rooms = new Map<string, Room>();
  const leave = (key: string, room: Room, listener: LiveListener) => {
    room.listeners.delete(listener);
    if (room.listeners.size > 0) return;
    clearInterval(room.timer);
    rooms.delete(key);
  };
  const look = async (room: Room, topic: LiveTopic) => {
    if (room.isReading) return;
    room.isReading = true;
    try {
      const { parts, isOver } = await topic.read();
      tell(room, toTexts(parts), isOver);
    } catch (error) {
      onError(error instanceof Error ? error : new TypeError("not an error was thrown"));
    } finally {
      room.isReading = false;
    }
  };
  const open = (key: string, topic: LiveTopic): Room => {
    const timer = setInterval(() => void look(room, topic), topic.everyMs);
    const room: Room = { listeners: new Set(), timer, shown: {}, isReading: false };
    rooms.set(key, room);
    void look(room, topic);
    return room;
  };
  return {
    join(key, topic, listener) {
      const room = rooms.get(key) ?? open(key, topic);
      room.listeners.add(listener);
      if (Object.keys(room.shown).length > 0) listener(room.shown);
      return () => leave(key, room, listener);
    },
    close() {
      for (const { timer } of rooms.values()) clearInterval(timer);
      rooms.clear();
    },
  };
}

function tell(room: Room, parts: Readonly<Record<string, string>>, isOver: boolean): void {
  const changed = Object.fromEntries(
    Object.entries(parts).filter(([name, text]) => room.shown[name] !== text),
  );
  room.shown = parts;
  for (const listener of [...room.listeners]) {
    if (Object.keys(changed).length > 0) listener(changed);
    if (isOver) listener({});
  }
}

function toTexts(parts: Readonly<Record<string, Html>>): Record<string, string> {
  return Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, part.toString()]));
}
