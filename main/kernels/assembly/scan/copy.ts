export function copy(dst: usize, src: usize, bytes: usize): void {
  memory.copy(dst, src, bytes)
}
