import { X509Certificate } from 'node:crypto';

const CERTIFICATE = /-----BEGIN (?:TRUSTED )?CERTIFICATE-----[^-]*-----END (?:TRUSTED )?CERTIFICATE-----/g;

const DAY_MS = 24 * 60 * 60 * 1000;
const SOON_MS = 30 * DAY_MS;
/** Certificates that live for days are renewed when this part of their time is left, as cert-manager does. */
const LAST_PART = 1 / 3;

/**
 * What is wrong with the time of certificates, as sentences: those that have expired or will soon, and those that are not
 * valid yet. TLS goes on with either, and whoever dials sees nothing but a connection that fails.
 * @param pem certificates that have been checked otherwise
 * @param consequence what comes of it, as a part of the sentence
 */
export function validityProblems(pem: Buffer, consequence: string, now: Date = new Date()): string[] {
    const certificates = Array.from(pem.toString().matchAll(CERTIFICATE), ([text]) => new X509Certificate(text));
    return certificates.flatMap(({ subject, validFrom, validTo }) => {
        const certificate = `the certificate of ${subject.replaceAll('\n', ', ')}`;
        if (now > new Date(validTo)) return `${certificate} has expired on ${validTo}: ${consequence}, so renew it`;
        if (now < new Date(validFrom))
            return `${certificate} is not valid before ${validFrom}: ${consequence}, unless the clock of this machine is wrong`;
        const [begin, end] = [new Date(validFrom).getTime(), new Date(validTo).getTime()];
        const left = end - now.getTime();
        if (left > Math.min(SOON_MS, (end - begin) * LAST_PART)) return [];
        return `${certificate} expires soon, on ${validTo}: ${consequence} from then on, so renew it`;
    });
}
