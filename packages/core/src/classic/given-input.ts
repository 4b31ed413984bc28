/** The arguments of a call as tests hand them to the constructor of a stub: fabric-protos' ChaincodeInput, or its parts. */
export interface GivenInput {
    getArgsList_asU8?(): readonly Uint8Array[];
    readonly args?: readonly (Uint8Array | string)[];
}

/** The arguments as bytes. */
export function argumentsOf(input: GivenInput | null | undefined): Buffer[] {
    const args = input?.getArgsList_asU8?.() ?? input?.args ?? [];
    return args.map((arg) => (typeof arg === 'string' ? Buffer.from(arg) : Buffer.from(arg)));
}
