/** Takes a value, or an error. Only the first call of either counts. */
export interface Recipient<T> {
    resolve(value: T): void;
    reject(error: unknown): void;
}

/** A promise of what a recipient is handed. */
export function promised<T>(ask: (recipient: Recipient<T>) => void): Promise<T> {
    return new Promise((resolve, reject) => {
        ask({ resolve, reject });
    });
}

/** Hands on what becomes of a promise. */
export function follow<T>(promise: Promise<T>, recipient: Recipient<T>): void {
    promise.then(
        (value) => {
            recipient.resolve(value);
        },
        (error: unknown) => {
            recipient.reject(error);
        },
    );
}
