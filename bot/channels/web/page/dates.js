// Days and times as people in China read them, wherever the device thinks it is.

import { languageTag, word } from "./words.js";

const ZONE = { timeZone: "Asia/Shanghai" };
const DAY = { ...ZONE, year: "numeric", month: "long", day: "numeric" };
const TIME = { ...ZONE, hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

/** Tells days apart; not for reading. */
export const dayKey = (at) => at.toLocaleDateString("sv-SE", ZONE);

export const clockTime = (at) => at.toLocaleTimeString(languageTag(), TIME);

export function dayName(at) {
  const now = Date.now();
  if (dayKey(at) === dayKey(new Date(now))) return word("today");
  if (dayKey(at) === dayKey(new Date(now - 86_400_000))) return word("yesterday");
  return at.toLocaleDateString(languageTag(), DAY);
}
