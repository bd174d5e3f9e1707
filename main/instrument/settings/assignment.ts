// What a command line, a script or a session asks for.

/** `PATH=VALUE`: an attribute of the device (`voltage0/en`) or a setting of the instrument (`blockBytes`). */
export interface Assignment {
  readonly path: string
  readonly value: string
}

/** An assignment applied live, this many seconds after the capture began. */
export interface ScheduledAssignment extends Assignment {
  readonly atSeconds: number
}
