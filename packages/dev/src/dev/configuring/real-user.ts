import type { MembershipRoot } from '@heddle/local-peer';
import { encodeName, formatName, isSameName, nameOf, parseClientId } from '@heddle/local-peer/internal';
import { reasonOf } from 'heddle/command';

/** A client of a real network, whose name a user of the fork is to have. */
export interface RealUser {
    readonly name: string;
    readonly mspId: string;
    /** Its certificate's subject: for people, and in DER. */
    readonly subject: string;
    readonly encodedSubject: Buffer;
    /** Which of its organization's authorities has issued it. */
    readonly authority: number;
    readonly units: readonly string[];
}

/** Organizations of a real channel. */
export interface RealOrganizations {
    readonly mspIds: readonly string[];
    readonly rootOf: (mspId: string) => MembershipRoot | undefined;
}

/** `x509::` in base64, as chaincode in Go begins its ids. */
const GO_PREFIX = 'eDUwOTo6';
const OTHER_CHARACTERS = /[^A-Za-z0-9._-]+/g;

/** Whether a user is named by the id that contracts have of it. */
export function isClientId(text: string): boolean {
    return text.startsWith('x509::') || text.startsWith(GO_PREFIX);
}

/** @throws Error that says why there can be no such user */
export function resolveRealUser(id: string, { mspIds, rootOf }: RealOrganizations): RealUser {
    const { subject, issuer } = parseClientId(id);
    const authorities = mspIds.flatMap((mspId) =>
        (rootOf(mspId)?.authorities ?? []).map((certificate, index) => ({ mspId, index, name: nameOf(certificate) })),
    );
    const found = authorities.find(({ name }) => isSameName(name, issuer));
    if (found === undefined) {
        const known = authorities.map(({ name }) => formatName(name)).join(', ');
        throw new Error(`is of the authority ${formatName(issuer)}, and the channel has ${known}`);
    }
    const commonName = subject.filter(({ type }) => type === 'CN').at(-1)?.value ?? '';
    return {
        name: commonName.replace(/@.*$/, '').replace(OTHER_CHARACTERS, '-') || 'client',
        mspId: found.mspId,
        subject: formatName(subject),
        encodedSubject: encoded(subject),
        authority: found.index,
        units: subject.flatMap(({ type, value }) => (type === 'OU' ? [value] : [])),
    };
}

function encoded(subject: Parameters<typeof encodeName>[0]): Buffer {
    try {
        return encodeName(subject);
    } catch (cause) {
        throw new Error(`cannot be put into a certificate: it ${reasonOf(cause)}`, { cause });
    }
}
