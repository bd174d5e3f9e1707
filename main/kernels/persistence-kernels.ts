// What digital phosphor is made of. Addresses and sizes are as in kernels.ts.

/**
 * Digital phosphor. A persistence map counts how often each cell of the screen was hit: u16 counts that stay at 65535,
 * `map[column * 256 + row]`, row 0 at the most negative code. Codes become rows by the numbers at `scale`
 * ({@link storeRowScale}); rows 0 and 255 also hold what lies below and above. A hit counts 2^`unit`, `unit` 0..6.
 *
 * Beside a map lie its fills, {@link fillPitch} bytes a column, zeroed at first: long lines from sample to sample, until
 * {@link mapFill} adds them to the map (short ones it has at once). `scratch`: {@link persistenceScratch} bytes, whose first word is the state of
 * random choices, kept over calls. All kernels are quick when the samples they read are in the second-level cache.
 */
export interface PersistenceKernels {
  /**
   * Adds waveforms whose columns are one scan wide or more, every sample of them. A segment (u32 triples at `list`: first
   * scan, as an offset in src; first column; columns) has columns of `scansPerColumn` scans, 1..1024. Cut a waveform that
   * straddles two pieces into two segments.
   *
   * With `fills` not 0 its samples are joined: where one lies two rows or more from the one before it, the rows from there
   * on up to its own get equal shares of its hit, rounded up to 1. With a low `unit`, which is for high rates, 2^`unit`
   * waveforms of a group of up to 64, chosen at random, stand for all of them where all do the same; what few do alone is
   * joined in any case. Fast for 24 or more segments of the same columns one after another, best 64; where samples of a
   * column lie on few rows; and for one and two channels.
   */
  persistence(
    map: number,
    fills: number,
    src: number,
    channels: number,
    channel: number,
    list: number,
    segments: number,
    scansPerColumn: number,
    unit: number,
    scale: number,
    scratch: number,
  ): void
  /**
   * Adds waveforms of wide columns: `clusters` times eight samples that follow each other of each, at places chosen at
   * random, the same number in each part of the column; every sample has the same chance, and is counted anywhere on the
   * line to the next one. With 8 * `clusters` not below `scansPerColumn` that is every sample, some of them twice.
   * `scansPerColumn` is 8 or more. Reads one scan behind the last column.
   */
  persistenceSparse(
    map: number,
    src: number,
    channels: number,
    channel: number,
    list: number,
    segments: number,
    scansPerColumn: number,
    clusters: number,
    unit: number,
    scale: number,
    scratch: number,
  ): void
  /**
   * Adds waveforms whose columns are narrower than a scan. Column j of a waveform (u32 pairs at `list`: first scan, as an
   * offset in src; phase, 0..65535) lies `phase + j * stepQ16` 65536ths of a scan behind its first scan, and is hit where
   * the signal is there: by sin(x)/x with the weights at `taps` ({@link storeSincTable}); on the straight line between the
   * two scans around it where no second difference around is above `smooth` codes, or `taps` is 0. `stepQ16` is
   * 1..65535; all positions are below 2^31. Reads the scans from the first one to that behind the last column, and with
   * `taps` 7 scans before and behind these. `map` and `fills` (or 0) are those of column 0.
   */
  persistenceFine(
    map: number,
    fills: number,
    src: number,
    channels: number,
    channel: number,
    list: number,
    waveforms: number,
    columns: number,
    stepQ16: number,
    taps: number,
    smooth: number,
    unit: number,
    scale: number,
    scratch: number,
  ): void
  /**
   * Lists waveforms whose columns are narrower than a scan, as {@link persistenceFine} and {@link persistenceLit} take them: a u32
   * pair at `list` for each trigger, where its first column begins from `src` on. `src` holds the scans from sample `first` (f64) on.
   * `triggers` are f64 samples, in order, `lines` a u8 each.
   *
   * `form` is f64 numbers, at multiples of 8: channels; first scan that a waveform needs and the one behind the last, from its trigger;
   * scans from the trigger's instant to the first column; scans from the crossing to the trigger; lines; then channel and level of each
   * line. The instant is where the signal met its line before the crossing's sample, as `keepSegments` finds it; without lines it is
   * the trigger's sample.
   *
   * Stops at a trigger whose scans, or the four around its crossing where there are lines, are not all of that run. Returns how many
   * were listed.
   */
  placeFine(
    form: number,
    src: number,
    first: number,
    scans: number,
    triggers: number,
    lines: number,
    count: number,
    list: number,
  ): number
  /**
   * Lights the cells that samples of waveforms lie on, where columns are a 2^`shift`-th of a scan wide (`shift` 1..15; `list` as for
   * {@link persistenceFine}, with such a step): each sample of a waveform lies in the column whose middle is next to it, the
   * later one of two. A cell is a bit at `lit`, {@link crossedPitch} bytes a column, zeroed at first. Those of waveforms that lit a
   * cell which had no bit and no count go to `out`, as in the list: at least one for each such cell, and none but these.
   * Reads no scan that {@link persistenceFine} does not. Returns how many it told.
   *
   * Fast for many waveforms whose samples fall into the same columns, for samples of a column on few rows, and for one and
   * two channels.
   */
  persistenceLit(
    map: number,
    lit: number,
    src: number,
    channels: number,
    channel: number,
    list: number,
    waveforms: number,
    columns: number,
    shift: number,
    scale: number,
    scratch: number,
    out: number,
  ): number
  /** Cells that are lit and have no hit get one: a count of 2^`unit` at least. Leaves none lit. */
  mapLight(map: number, lit: number, columns: number, unit: number): void
  /**
   * Notes which rows a waveform crosses: in each of `columns` columns those from the minimum to the maximum of a table that
   * {@link envelope} wrote, and what lies between neighbours that do not touch; an empty column (minimum above maximum)
   * adds none. `crossed` has {@link crossedPitch} bytes a column, a bit for each row, zeroed at first.
   */
  persistenceCross(
    crossed: number,
    pairs: number,
    channels: number,
    channel: number,
    columns: number,
    scale: number,
  ): void
  /** Adds one hit for each row that was crossed to the map, and leaves none crossed. */
  mapCross(map: number, crossed: number, columns: number, unit: number): void
  /** Adds the fills of columns to the map's counts, at least 1 wherever anything was filled, and leaves none. */
  mapFill(map: number, fills: number, columns: number): void
  /** The largest count of a map. */
  mapPeak(map: number, cells: number): number
  /**
   * Brightness, a byte per cell: 0 where nothing was hit, else equal steps for equal ratios of 1 + count, up to 255 at
   * `most` and above. Within one of `min(255, floor(1 + 254.5 * ln(1 + count) / ln(1 + most)))`, and never falling.
   */
  mapGrade(map: number, cells: number, most: number, dst: number): void
  /**
   * Lets a map fade: takes `(count + bias) >> shift` off each count (the sum stays at 65535); `shift` 1..15, `bias` below
   * 2^shift. With bias 0 counts below 2^shift stay; where each bias has its turn, small counts fade at the pace of large.
   */
  mapFade(map: number, cells: number, shift: number, bias: number): void
  /** Doubles all counts; they stay at 65535. */
  mapDouble(map: number, cells: number): void
  /** Adds the counts of the map at `from` to those at `map` (sums stay at 65535), and leaves `from` empty. */
  mapMove(map: number, from: number, cells: number): void
}

/** Bytes of scratch memory of the persistence kernels. */
export const persistenceScratch = 74_304
/** Bytes from column to column of the fills beside a persistence map. */
export const fillPitch = 1040
/** Bytes from column to column of the rows crossed. */
export const crossedPitch = 32

/** Bytes of the form of {@link PersistenceKernels.placeFine}, with so many lines. */
export const placeFormBytes = (lines: number): number => 48 + 16 * lines
