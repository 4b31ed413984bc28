import shim, { type ChaincodeResponse, type ChaincodeStub } from '@heddle/core';

/** Two accounts, and payments from one to another. */
export class SimpleChaincode extends shim.ChaincodeInterface {
    /** Opens accounts: `init`, then names and balances in turn. */
    override async Init(stub: ChaincodeStub): Promise<ChaincodeResponse> {
        const { params } = stub.getFunctionAndParameters();
        for (let index = 0; index + 1 < params.length; index += 2) {
            await stub.putState(params[index] ?? '', params[index + 1] ?? '');
        }
        return shim.success();
    }

    override async Invoke(stub: ChaincodeStub): Promise<ChaincodeResponse> {
        const { fcn, params } = stub.getFunctionAndParameters();
        switch (fcn) {
            case 'open':
                return this.Init(stub);
            case 'pay':
                return this.#pay(stub, params);
            case 'balance':
                return this.#balance(stub, params);
            default:
                return shim.error(`there is no function ${fcn}: call open, pay or balance`);
        }
    }

    async #pay(stub: ChaincodeStub, [from = '', to = '', amountText = '']: string[]): Promise<ChaincodeResponse> {
        const amount = Number(amountText);
        if (!Number.isSafeInteger(amount) || amount <= 0) return shim.error(`'${amountText}' is no amount`);
        // Both reads travel in one message to peers that take that.
        const [payer, payee] = (await stub.getMultipleStates([from, to])).map((balance) => Number(balance.toString()));
        if (payer === undefined || payee === undefined || payer < amount)
            return shim.error(`${from} cannot pay ${amount}`);
        await Promise.all([stub.putState(from, String(payer - amount)), stub.putState(to, String(payee + amount))]);
        return shim.success();
    }

    async #balance(stub: ChaincodeStub, [account = '']: string[]): Promise<ChaincodeResponse> {
        const balance = await stub.getState(account);
        return balance.length === 0 ? shim.error(`there is no account ${account}`) : shim.success(balance);
    }
}
