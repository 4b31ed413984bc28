import type { ApplicationCapability } from './application-capability';

/** What a channel must be capable of, in the words of fabric, core/chaincode/handler.go. */

export function checkKeyLevelEndorsement(capability: ApplicationCapability): void {
    if (capability !== 'V1_2') return;
    throw new Error(
        'key level endorsement is not enabled, channel application capability of V1_3 or later is required',
    );
}

export function checkPurge(capability: ApplicationCapability): void {
    if (capability === 'V2_5') return;
    throw new Error('purge private data is not enabled, channel application capability of V2_5 or later is required');
}
