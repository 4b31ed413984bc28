/** What is wrong with bytes that should be an archive: it completes a sentence that begins with the file's name. */
export class ArchiveError extends Error {
    constructor(message: string, options?: { readonly cause?: unknown }) {
        super(message, options);
        this.name = 'ArchiveError';
    }
}

/** A peer takes no larger message (fabric, internal/pkg/comm/config.go), and so no larger package. */
export const MAX_ARCHIVE_BYTES = 100 * 1024 * 1024;
