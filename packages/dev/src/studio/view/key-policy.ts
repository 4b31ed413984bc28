import type { MetadataEntry } from '@heddle/local-peer';
import { textOfPolicy } from '@heddle/local-peer/internal';
import type { Change } from '@heddle/studio';

/** Under which Fabric keeps the endorsement policy of a key (pb.MetaDataKeys). */
const ENDORSEMENT_POLICY = 'VALIDATION_PARAMETER';

/** The endorsement policy in a key's metadata; none where there is no such entry. */
export function keyPolicyOf(entries: readonly MetadataEntry[]): Pick<Change, 'policy'> {
    const encoded = entries.find(({ name }) => name === ENDORSEMENT_POLICY)?.value;
    return encoded === undefined ? {} : { policy: textOfPolicy(encoded) };
}
