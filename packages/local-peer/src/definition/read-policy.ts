import { errorText, LocalPeerError } from '../errors';
import { parsePolicy } from './policy-text';
import type { SignaturePolicy } from './signature-policy';

/**
 * A policy as options give it: in text form, or as a structure.
 * @param owner what the policy is of, for the error
 * @throws LocalPeerError OPTION_INVALID
 */
export function readPolicy(owner: string, policy: string | SignaturePolicy): SignaturePolicy {
    if (typeof policy !== 'string') return policy;
    try {
        return parsePolicy(policy);
    } catch (error) {
        throw new LocalPeerError('OPTION_INVALID', `${owner} has a policy that cannot be read: ${errorText(error)}`, {
            cause: error,
        });
    }
}
