/**
 * The most that deflate can make of a byte. A file that promises more than its length times this is not telling the
 * truth.
 *
 * @see https://zlib.net/zlib_tech.html, "Maximum Compression Factor"
 */
export const mostInflation = 1032;
