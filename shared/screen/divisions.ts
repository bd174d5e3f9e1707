// The grid of the screen, for who draws it and for who chooses a time base by it.

export const divisionsAcross = 10
export const divisionsDown = 8
