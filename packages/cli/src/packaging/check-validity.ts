import type { X509Certificate } from 'node:crypto';
import { error, type Finding, warning } from '../reporting/finding';
import { certificateName } from './pem-text';

const DAY_MS = 24 * 60 * 60 * 1000;
const SOON_DAYS = 30;

/**
 * Whether a certificate is valid, and will be for a month.
 *
 * @param now undefined: nothing is found, as the certificate is not to be used now
 */
export function checkValidity(where: string, certificate: X509Certificate, now: Date | undefined): Finding[] {
    if (now === undefined) return [];
    const { validFrom, validTo } = certificate;
    const name = certificateName(certificate);
    const remedy = 'let its authority issue a new one';
    if (new Date(validTo) < now) return [error(where, `(${name}) has expired on ${validTo}`, remedy)];
    if (new Date(validFrom) > now) {
        return [
            error(where, `(${name}) is not valid before ${validFrom}`, 'wait, or correct the clock of this machine'),
        ];
    }
    const days = Math.floor((new Date(validTo).getTime() - now.getTime()) / DAY_MS);
    return days < SOON_DAYS ? [warning(where, `(${name}) expires in ${days} days, on ${validTo}`, remedy)] : [];
}
