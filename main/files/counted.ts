// A count in a remark, and the words that depend on it.

/** `1 sample is`, `2 samples are`. */
export const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`
