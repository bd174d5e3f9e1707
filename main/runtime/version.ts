/** Version of the program; `0.0.0` when a script runs from sources. */
export const version: string = typeof __BLOCKSCOPE_VERSION__ === 'string' ? __BLOCKSCOPE_VERSION__ : '0.0.0'
