import type { Middleware } from '../context/middleware';
import { requiring } from '../evidence/requirement';
import { ContractError } from '../failures/contract-error';
import { refuseBare, usedAs } from './use';

/**
 * Lets only clients whose certificate has an attribute call a transaction, or each one of a contract; others get
 * ACCESS_DENIED, 403.
 * @param value the value that it must have; default: any. One that is given and undefined is a mistake at start-up.
 *
 * @example
 * \@Transaction() \@RequireAttribute('role', 'registrar')
 * async register(ctx: Context, id: string): Promise<void> {
 *     await ctx.stub.putState(id, ctx.serialize(true));
 * }
 */
export function RequireAttribute(name: string, value?: string): ClassDecorator & MethodDecorator;
export function RequireAttribute(...given: readonly [name: string, value?: string]): ClassDecorator & MethodDecorator {
    refuseBare('RequireAttribute', given);
    const [name, value] = given;
    // A value that is undefined, such as a variable that is not set, is refused at start-up: it must not read as "any".
    const takesAny = given.length < 2;
    const requirement = takesAny ? `the attribute ${name}` : `the attribute ${name}=${String(value)}`;
    const requireAttribute: Middleware = (ctx, next, transaction) => {
        const found = ctx.clientIdentity.getAttributeValue(name);
        if (found !== null && (takesAny || found === value)) return next();
        const message = `only clients with ${requirement} may call ${transaction.name}`;
        throw new ContractError('ACCESS_DENIED', message, { status: 403 });
    };
    const asked = { kind: 'attribute', name, ...(!takesAny && { value }) } as const;
    return usedAs('RequireAttribute', [requiring(requireAttribute, asked)]);
}
