/** The version of the format that is written; all up to it are read. */
export const FORMAT_VERSION = 1;
