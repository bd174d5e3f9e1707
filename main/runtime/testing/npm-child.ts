// A program that a test starts below a process named npm and a shell. It connects to the socket that is named, says who
// its parent is, and answers each line with whether its parents have gone.
import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { npmParents } from '../npm-parents.ts'

const [, , at = ''] = process.argv
const haveGone = npmParents()
const test = connect(at)
test.write(`${process.ppid}\n`)
for await (const _ of createInterface({ input: test })) test.write(`${haveGone()}\n`)
