import { X509Certificate } from 'node:crypto';

const CERTIFICATE = /-----BEGIN (?:TRUSTED )?CERTIFICATE-----[^-]*-----END (?:TRUSTED )?CERTIFICATE-----/g;

/**
 * What is wrong with the time of certificates, as sentences: those that have expired, and those that are not valid yet.
 * TLS goes on with either, and whoever dials sees nothing but a connection that fails.
 * @param pem certificates that have been checked otherwise
 * @param consequence what comes of it, as a part of the sentence
 */
export function validityProblems(pem: Buffer, consequence: string, now: Date = new Date()): string[] {
    const certificates = Array.from(pem.toString().matchAll(CERTIFICATE), ([text]) => new X509Certificate(text));
    return certificates.flatMap(({ subject, validFrom, validTo }) => {
        const certificate = `the certificate of ${subject.replaceAll('\n', ', ')}`;
        if (now > new Date(validTo)) return `${certificate} has expired on ${validTo}: ${consequence}, so renew it`;
        if (now >= new Date(validFrom)) return [];
        return `${certificate} is not valid before ${validFrom}: ${consequence}, unless the clock of this machine is wrong`;
    });
}
