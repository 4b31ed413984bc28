// Command chaincode serves the benchmark's workloads with the official Go shim; see
// ../src/chaincode/raw-chaincode.ts for ours.
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"os"
	"strconv"

	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
)

type asset struct {
	ID     string  `json:"id"`
	Owner  string  `json:"owner"`
	Size   int     `json:"size"`
	Value  float64 `json:"value"`
	Sealed bool    `json:"sealed"`
	Color  string  `json:"color"`
}

type function func(stub shim.ChaincodeStubInterface, args []string) (string, error)

var functions = map[string]function{
	"noop":                        func(shim.ChaincodeStubInterface, []string) (string, error) { return "ok", nil },
	"dto":                         dto,
	"getput":                      getPut,
	"rw10":                        rw10,
	"range":                       scan,
	"copy":                        copyValue,
	"gets100":                     gets100,
	"puts":                        puts,
	"putsDeferred":                putsDeferred,
	"AssetTransfer:createAsset":   createAsset,
	"AssetTransfer:readAsset":     readAsset,
	"AssetTransfer:transferAsset": transferAsset,
}

type chaincode struct{}

func (chaincode) Init(shim.ChaincodeStubInterface) *peer.Response { return shim.Success(nil) }

func (chaincode) Invoke(stub shim.ChaincodeStubInterface) *peer.Response {
	name, args := stub.GetFunctionAndParameters()
	run, ok := functions[name]
	if !ok {
		return shim.Error("there is no function " + name)
	}
	answer, err := run(stub, args)
	if err != nil {
		return shim.Error(err.Error())
	}
	return shim.Success([]byte(answer))
}

func dto(_ shim.ChaincodeStubInterface, args []string) (string, error) {
	var a asset
	err := json.Unmarshal([]byte(args[0]), &a)
	return a.ID, err
}

func getPut(stub shim.ChaincodeStubInterface, args []string) (string, error) {
	before, err := stub.GetState(args[0])
	if err != nil {
		return "", err
	}
	return strconv.Itoa(len(before)), stub.PutState(args[0], []byte(args[1]))
}

func rw10(stub shim.ChaincodeStubInterface, args []string) (string, error) {
	bytes := 0
	for i := 0; i < 10; i++ {
		value, err := stub.GetState(fmt.Sprintf("%s-%d", args[0], i))
		if err != nil {
			return "", err
		}
		bytes += len(value)
	}
	for i := 0; i < 10; i++ {
		if err := stub.PutState(fmt.Sprintf("%s-%d", args[0], i), []byte(args[1])); err != nil {
			return "", err
		}
	}
	return strconv.Itoa(bytes), nil
}

func scan(stub shim.ChaincodeStubInterface, args []string) (string, error) {
	rows, err := stub.GetStateByRange(args[0], args[1])
	if err != nil {
		return "", err
	}
	defer rows.Close()
	bytes := 0
	for rows.HasNext() {
		row, err := rows.Next()
		if err != nil {
			return "", err
		}
		bytes += len(row.Value)
	}
	return strconv.Itoa(bytes), nil
}

func copyValue(stub shim.ChaincodeStubInterface, args []string) (string, error) {
	value, err := stub.GetState(args[0])
	if err != nil {
		return "", err
	}
	return strconv.Itoa(len(value)), stub.PutState(args[1], value)
}

// gets100 asks for all keys at once, which the Go shim does by name: one message on peers that take it.
func gets100(stub shim.ChaincodeStubInterface, args []string) (string, error) {
	keys := make([]string, 100)
	for i := range keys {
		keys[i] = args[0] + strconv.Itoa(i)
	}
	values, err := stub.GetMultipleStates(keys...)
	if err != nil {
		return "", err
	}
	bytes := 0
	for _, value := range values {
		bytes += len(value)
	}
	return strconv.Itoa(bytes), nil
}

// puts writes so many keys, each awaited before the next.
func puts(stub shim.ChaincodeStubInterface, args []string) (string, error) {
	count, err := strconv.Atoi(args[2])
	if err != nil {
		return "", err
	}
	for i := 0; i < count; i++ {
		if err := stub.PutState(fmt.Sprintf("%s-%d", args[0], i), []byte(args[1])); err != nil {
			return "", err
		}
	}
	return strconv.Itoa(count), nil
}

// putsDeferred writes the same in a batch, which the Go shim does by name on peers that take it.
func putsDeferred(stub shim.ChaincodeStubInterface, args []string) (string, error) {
	stub.StartWriteBatch()
	answer, err := puts(stub, args)
	if err != nil {
		return "", err
	}
	return answer, stub.FinishWriteBatch()
}

// storedAsset is what the ledger keeps under an asset's id, as the samples of Fabric have it.
type storedAsset struct {
	ID    string  `json:"id"`
	Color string  `json:"color"`
	Size  int     `json:"size"`
	Owner string  `json:"owner"`
	Value float64 `json:"value"`
}

func createAsset(stub shim.ChaincodeStubInterface, args []string) (string, error) {
	var asset storedAsset
	if err := json.Unmarshal([]byte(args[0]), &asset); err != nil {
		return "", err
	}
	before, err := stub.GetState(asset.ID)
	if err != nil {
		return "", err
	}
	if before != nil {
		return "", fmt.Errorf("the asset %s already exists", asset.ID)
	}
	return "", write(stub, asset)
}

func readAsset(stub shim.ChaincodeStubInterface, args []string) (string, error) {
	asset, err := read(stub, args[0])
	if err != nil {
		return "", err
	}
	text, err := json.Marshal(asset)
	return string(text), err
}

func transferAsset(stub shim.ChaincodeStubInterface, args []string) (string, error) {
	asset, err := read(stub, args[0])
	if err != nil {
		return "", err
	}
	before := asset.Owner
	asset.Owner = args[1]
	return before, write(stub, asset)
}

func read(stub shim.ChaincodeStubInterface, id string) (storedAsset, error) {
	var asset storedAsset
	bytes, err := stub.GetState(id)
	if err != nil {
		return asset, err
	}
	if bytes == nil {
		return asset, fmt.Errorf("the asset %s does not exist", id)
	}
	return asset, json.Unmarshal(bytes, &asset)
}

func write(stub shim.ChaincodeStubInterface, asset storedAsset) error {
	bytes, err := json.Marshal(asset)
	if err != nil {
		return err
	}
	return stub.PutState(asset.ID, bytes)
}

func tlsProperties() shim.TLSProperties {
	keyFile := os.Getenv("CORE_CHAINCODE_TLS_KEY_FILE")
	if keyFile == "" {
		return shim.TLSProperties{Disabled: true}
	}
	key, err := os.ReadFile(keyFile)
	if err != nil {
		log.Fatal(err)
	}
	certificate, err := os.ReadFile(os.Getenv("CORE_CHAINCODE_TLS_CERT_FILE"))
	if err != nil {
		log.Fatal(err)
	}
	return shim.TLSProperties{Key: key, Cert: certificate}
}

func main() {
	server := shim.ChaincodeServer{
		CCID:     os.Getenv("CORE_CHAINCODE_ID"),
		Address:  os.Getenv("CORE_CHAINCODE_ADDRESS"),
		CC:       chaincode{},
		TLSProps: tlsProperties(),
	}
	if err := server.Start(); err != nil {
		log.Fatal(err)
	}
}
