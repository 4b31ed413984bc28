import type { Middleware } from '../context/middleware';
import { requiring } from '../evidence/requirement';
import { ContractError } from '../failures/contract-error';
import { refuseBare, usedAs } from './use';

/**
 * Lets only clients of these organizations call a transaction, or each one of a contract; others get ACCESS_DENIED, 403.
 * None, or one that is no text, is a mistake at start-up.
 *
 * @example
 * \@Transaction() \@RequireMsp('Org1MSP', 'Org2MSP')
 * async remove(ctx: Context, id: string): Promise<void> {
 *     await ctx.stub.deleteState(id);
 * }
 */
export function RequireMsp(...mspIds: string[]): ClassDecorator & MethodDecorator {
    refuseBare('RequireMsp', mspIds);
    const requireMsp: Middleware = (ctx, next, { name }) => {
        const mspId = ctx.clientIdentity.getMSPID();
        if (mspIds.includes(mspId)) return next();
        throw new ContractError('ACCESS_DENIED', `clients of ${mspId} may not call ${name}`, { status: 403 });
    };
    return usedAs('RequireMsp', [requiring(requireMsp, { kind: 'msp', mspIds })]);
}
