import type { ServerTlsOptions } from '@heddle/core';

/** Where a chaincode's key and certificates come from. */
export interface TlsSource {
    /**
     * Reads the files again.
     * @throws ConfigurationError if they cannot be read
     */
    read(): ServerTlsOptions;
}

/** A chaincode that is to be served. */
export interface DesiredChaincode {
    /** Where that is said, for errors: the option, or the file and the place in it. */
    readonly source: string;
    readonly packageId: string;
    /** `host:port` to listen at. */
    readonly address: string;
    /** The host that peers dial, if several share the address. */
    readonly hostname: string | undefined;
    /** The folder of its package, absolute. */
    readonly modulePath: string;
    /** The package whose code it must be, absolute; undefined if nobody asks. */
    readonly packageFile?: string | undefined;
    readonly mspId: string | undefined;
    /** Undefined: connections are not encrypted. */
    readonly tls: TlsSource | undefined;
}

/** What holds for chaincodes that say nothing else. */
export type ChaincodeDefaults = Pick<DesiredChaincode, 'modulePath' | 'mspId' | 'tls'>;

/** Whether nothing differs that cannot change while it is served. Certificates can. */
export function isSameService(one: DesiredChaincode, other: DesiredChaincode): boolean {
    return serviceOf(one) === serviceOf(other);
}

function serviceOf({ packageId, address, hostname, modulePath, packageFile, mspId, tls }: DesiredChaincode): string {
    return JSON.stringify([packageId, address, hostname, modulePath, packageFile, mspId, tls !== undefined]);
}
