import type { Middleware } from '../context/middleware';
import { requiring } from '../evidence/requirement';
import { ContractError } from '../failures/contract-error';
import { usedAs } from './use';

/**
 * Lets only clients whose certificate has an attribute call a transaction, or each one of a contract; others get
 * ACCESS_DENIED, 403.
 * @param value the value that it must have; default: any
 *
 * @example
 * \@Transaction() \@RequireAttribute('role', 'registrar')
 * async register(ctx: Context, id: string): Promise<void> {
 *     await ctx.stub.putState(id, ctx.serialize(true));
 * }
 */
export function RequireAttribute(name: string, value?: string): ClassDecorator & MethodDecorator {
    const requirement = value === undefined ? `the attribute ${name}` : `the attribute ${name}=${value}`;
    const requireAttribute: Middleware = (ctx, next, transaction) => {
        const found = ctx.clientIdentity.getAttributeValue(name);
        if (found !== null && (value === undefined || found === value)) return next();
        const message = `only clients with ${requirement} may call ${transaction.name}`;
        throw new ContractError('ACCESS_DENIED', message, { status: 403 });
    };
    return usedAs('RequireAttribute', [requiring(requireAttribute, { kind: 'attribute', name, value })]);
}
