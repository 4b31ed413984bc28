/** A mistake as a contract tells it: where, if it says so, and what. */
export interface MistakeTold {
    /** Of the value in the arguments: `asset.size`. */
    readonly path?: string;
    readonly line: string;
}

const PREFIX = /^(?:\d{3} )?VALIDATION_FAILED: /;

/** Takes apart what a contract says of arguments that are not as its types ask; any other message is one line. */
export function mistakesTold(message: string): MistakeTold[] {
    if (!PREFIX.test(message)) return [{ line: message }];
    return message
        .replace(PREFIX, '')
        .split('; ')
        .map((line) => {
            const path = /^([\w.[\]]+):? /.exec(line)?.[1];
            return { line, ...(path !== undefined && { path }) };
        });
}
