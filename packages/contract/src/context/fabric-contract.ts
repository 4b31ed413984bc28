/** A contract of fabric-contract-api's form, as far as its type tells: its hooks take another context than those of Heddle's. */
export interface FabricContract {
    getName(): string;
    createContext(): object;
    unknownTransaction(ctx: never): Promise<unknown>;
}
