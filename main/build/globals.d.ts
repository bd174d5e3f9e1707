/** Version of the program from package.json, put in by the build. */
declare const __BLOCKSCOPE_VERSION__: string
