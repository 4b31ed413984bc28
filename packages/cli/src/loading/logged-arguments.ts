import type { Chaincode, ChaincodeStub, Logger } from '@heddle/core';
import { NAME_OF, type NameOf, namesOfCalls } from '@heddle/core/internal';
import type { ContractSettings } from './load-chaincode';

/** Enough to see what was called, and little enough for a line of a log. */
const LONGEST_SHOWN_BYTES = 1_000;

/**
 * The same chaincode, each call of which is logged with its arguments, at level `debug`, if the settings ask for it.
 * Transient data is not shown.
 */
export function withLoggedArguments(
    chaincode: Chaincode,
    settings: ContractSettings,
    logger: Logger,
): Chaincode & { readonly [NAME_OF]?: NameOf } {
    if (settings.logArguments !== true) return chaincode;
    if (!logger.isLevelEnabled('debug')) logger.warn({}, '--log-arguments has no effect: the log level is not DEBUG');
    const log = (stub: ChaincodeStub): void => {
        if (!logger.isLevelEnabled('debug')) return;
        const [name, ...values] = stub.getBufferArgs().map(showArgument);
        const about = { channelId: stub.getChannelID(), txId: stub.getTxID(), arguments: values };
        logger.debug(about, name === undefined ? 'called without arguments' : `called ${name}`);
    };
    return {
        ...(NAME_OF in chaincode && { [NAME_OF]: namesOfCalls(chaincode) }),
        compat: chaincode.compat,
        warnings: chaincode.warnings,
        Init: (stub) => {
            log(stub);
            return chaincode.Init(stub);
        },
        Invoke: (stub) => {
            log(stub);
            return chaincode.Invoke(stub);
        },
    };
}

/** Text unchanged, other bytes in base64; what is longer is cut, and its length told. */
function showArgument(bytes: Buffer): string {
    const shown = bytes.subarray(0, LONGEST_SHOWN_BYTES);
    const isCut = bytes.length > shown.length;
    return `${toText(shown, isCut) ?? shown.toString('base64')}${isCut ? `… (${bytes.length} bytes)` : ''}`;
}

function toText(bytes: Buffer, isCut: boolean): string | undefined {
    try {
        // As a part of a stream, the last character may be incomplete.
        return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: isCut });
    } catch {
        return undefined;
    }
}
