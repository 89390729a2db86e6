// @ts-check
// A digit that was pressed before the candidates were read says "the second of that face": who that is, is settled here, before it is sent.
import { Refused } from "./server.js";

/** @import { Detail, Item } from "./server.js" */

/**
 * Puts people in the place of numbers.
 * @param {Item[]} items
 * @param {(ids: number[]) => Promise<Detail[]>} details reads faces with their candidates
 */
export async function settleCandidates(items, details) {
  const open = items.filter(i => i.candidate);
  if (open.length === 0)
    return;
  const asked = new Set(open.map(i => i.of ?? i.faceId));
  const found = new Map((await details([...asked])).map(d => [d.id, d.suggestions]));
  for (const item of open) {
    const number = item.candidate ?? 0;
    const candidate = found.get(item.of ?? item.faceId)?.[number - 1];
    if (!candidate)
      throw new Refused(400, `There is no candidate ${number} for this face: it is still to be decided.`);
    item.personId = candidate.personId;
    delete item.candidate;
    delete item.of;
  }
}
