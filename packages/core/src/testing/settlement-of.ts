/** Tells how a promise ended, so that a rejection that is expected can be looked at later. */
export async function settlementOf(promise: Promise<unknown>): Promise<unknown> {
    try {
        return await promise;
    } catch (error) {
        return error;
    }
}
