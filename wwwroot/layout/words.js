// @ts-check
// Counts in words.

/** @param {number} n */
export const number = n => n.toLocaleString("en");

/**
 * "1 face", "1,234 faces".
 * @param {number} n
 * @param {string} one
 */
export const counted = (n, one, many = `${one}s`) => `${number(n)} ${n === 1 ? one : many}`;
