import { createRequire } from 'node:module';
import { join } from 'node:path';

/** The part of winston that is used here. It is a chaincode's own choice, and installed by it. */
export interface Winston {
    createLogger(options: object): unknown;
    readonly format: Readonly<Record<string, (options?: unknown) => unknown>> & {
        combine(...formats: unknown[]): unknown;
        printf(toLine: (info: Readonly<Record<string, unknown>>) => string): unknown;
    };
    readonly transports: { readonly Console: new (options: object) => unknown };
}

/** Winston as the chaincode has it installed, or as this package finds it; undefined where there is none. */
export function findWinston(): Winston | undefined {
    for (const from of [join(process.cwd(), 'package.json'), __filename]) {
        const require = createRequire(from);
        try {
            return require('winston') as Winston;
        } catch {
            // Not from there.
        }
    }
    return undefined;
}
