import { ConfigurationError } from '../reporting/command-error';

/**
 * Waits for a chaincode that is being loaded, but not for longer than that.
 * @throws ConfigurationError if it takes longer
 */
export async function loadedWithin<T>(longestMs: number, loading: Promise<T>, modulePath: string): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<never>((_resolve, reject) => {
        timer = setTimeout(() => {
            const problem = `${modulePath} is not loaded after ${longestMs / 1000} s`;
            const remedy = 'let no await at the top of its modules wait for what may not come; SIGHUP tries it again';
            // With a cause, as all that comes from the module itself.
            const cause = new Error('an await at the top of a module has not ended');
            reject(new ConfigurationError(`${problem}: ${remedy}`, { cause }));
        }, longestMs);
    });
    try {
        return await Promise.race([loading, timeout]);
    } finally {
        clearTimeout(timer);
    }
}
