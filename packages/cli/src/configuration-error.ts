/** What `heddle` exits with: 0 done, 1 failed while it worked, 2 cannot work with what it was given. */
export type ExitCode = 0 | 1 | 2;

/**
 * What was given to the command cannot work. Its message is one sentence for the user: where, what, and what to do.
 * Exit code 2, and nothing was served.
 */
export class ConfigurationError extends Error {
    constructor(message: string, options?: ErrorOptions) {
        super(message, options);
        this.name = 'ConfigurationError';
    }
}
