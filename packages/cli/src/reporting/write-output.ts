/**
 * Writes to standard output, and waits until that is done.
 *
 * @returns false if the reader has gone, as `head` does
 */
export function writeOutput(content: string | Uint8Array): Promise<boolean> {
    const { stdout } = process;
    return new Promise((resolve, reject) => {
        const failed = (error: Error): void => {
            if ('code' in error && error.code === 'EPIPE') resolve(false);
            else reject(error);
        };
        // The stream tells the event after it has told the callback, so the listener stays when writing failed.
        stdout.once('error', failed);
        stdout.write(content, (error) => {
            if (error) return;
            stdout.off('error', failed);
            resolve(true);
        });
    });
}
