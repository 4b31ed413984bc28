import { type Given, nameOf } from '../input/environment';
import { ConfigurationError } from '../reporting/command-error';
import { CHAINCODES_SETTINGS } from './chaincodes-options';
import type { ChaincodeDefaults, DesiredChaincode } from './desired-chaincode';

/**
 * Parses `id=host:port`, or several of that with commas between them.
 * @throws ConfigurationError if one of them is something else
 */
export function parseChaincodeList({ value, source }: Given, defaults: ChaincodeDefaults): DesiredChaincode[] {
    return value.split(',').map((text) => {
        const [, packageId, address] = /^([^=\s]+)=([^=\s]+)$/.exec(text.trim()) ?? [];
        if (packageId !== undefined && address !== undefined) {
            return { ...defaults, source: `${source} ${packageId}`, packageId, address, hostname: undefined };
        }
        throw new ConfigurationError(
            `${source} has ${JSON.stringify(text)}, which is no id with an address: set ` +
                `${nameOf(CHAINCODES_SETTINGS.chaincodes)} to a package id, "=", and a host and a port, such as ` +
                'assets_1:fcbf8724=0.0.0.0:9999',
        );
    });
}
