/**
 * Which chaincodes peers have accepted, and which they have refused.
 *
 * A package id that a peer has accepted is right, whatever another peer says of it later. One that was refused, and never
 * accepted, is most likely wrong: that stays so when the refused stream has ended.
 */
export class Registrations {
    readonly #accepted = new Set<string>();
    readonly #refusals = new Map<string, string>();

    accepted(packageId: string): void {
        this.#accepted.add(packageId);
        this.#refusals.delete(packageId);
    }

    /** @param reason names the peer and the id */
    refused(packageId: string, reason: string): void {
        if (!this.#accepted.has(packageId)) this.#refusals.set(packageId, reason);
    }

    /**
     * Why no peer can use the host.
     *
     * @param isServed whether a package id is still served
     * @returns undefined while nothing was refused, or a chaincode that is served was accepted
     */
    refusal(isServed: (packageId: string) => boolean): string | undefined {
        if ([...this.#accepted].some(isServed)) return undefined;
        return [...this.#refusals].find(([packageId]) => isServed(packageId))?.[1];
    }
}
