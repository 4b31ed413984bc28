import { chaincodeInput, chaincodeSpec, Proposal, type ReceivedMessage } from '@heddle/protocol';
import { embedded, message } from '@heddle/protocol/codec';

const invocationSpec = message({ spec: embedded(1, chaincodeSpec) });

/**
 * Whether a transaction is a call by another chaincode, as far as its message shows that: it comes with the proposal of the
 * client's call (fabric, core/chaincode/handler.go, HandleInvokeChaincode), which has other arguments, or another channel.
 * A call with the very arguments of its caller does not show it.
 */
export function isNestedCall({ channelId, payload, proposal: encoded }: ReceivedMessage): boolean {
    try {
        const proposal = new Proposal(encoded);
        const asked = invocationSpec.decode(proposal.input).spec?.input?.args;
        if (asked === undefined) return false;
        const { args } = chaincodeInput.decode(payload);
        return proposal.channelHeader.channelId !== channelId || !isSame(asked, args);
    } catch {
        // What cannot be read is refused by the session, once it has a place.
        return false;
    }
}

function isSame(one: readonly Buffer[], other: readonly Buffer[]): boolean {
    return one.length === other.length && one.every((arg, index) => other[index]?.equals(arg));
}
