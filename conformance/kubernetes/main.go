// Builds folders of manifests as `kubectl kustomize` does, and decodes what comes out against the types of Kubernetes
// and of the Prometheus operator. A field that those do not have, or that is there twice, is a fault.
//
// Writes the objects of each folder to standard output, as JSON by folder; faults go to standard error.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	monitoringv1 "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	"k8s.io/apimachinery/pkg/runtime"
	serializer "k8s.io/apimachinery/pkg/runtime/serializer/json"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
)

func main() {
	decoder, err := strictDecoder()
	if err != nil {
		fail(err)
	}
	built := map[string][]runtime.Object{}
	for _, folder := range os.Args[1:] {
		objects, err := build(folder, decoder)
		if err != nil {
			fail(fmt.Errorf("%s: %w", folder, err))
		}
		built[folder] = objects
	}
	if err := json.NewEncoder(os.Stdout).Encode(built); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// strictDecoder knows the kinds that our manifests have. Another kind is a fault until its group is added here.
func strictDecoder() (runtime.Decoder, error) {
	scheme := runtime.NewScheme()
	groups := runtime.NewSchemeBuilder(
		appsv1.AddToScheme,
		autoscalingv2.AddToScheme,
		corev1.AddToScheme,
		monitoringv1.AddToScheme,
		networkingv1.AddToScheme,
		policyv1.AddToScheme,
	)
	if err := groups.AddToScheme(scheme); err != nil {
		return nil, err
	}
	options := serializer.SerializerOptions{Strict: true}
	return serializer.NewSerializerWithOptions(serializer.DefaultMetaFactory, scheme, scheme, options), nil
}

func build(folder string, decoder runtime.Decoder) ([]runtime.Object, error) {
	resources, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(filesys.MakeFsOnDisk(), folder)
	if err != nil {
		return nil, err
	}
	objects := []runtime.Object{}
	for _, resource := range resources.Resources() {
		text, err := resource.MarshalJSON()
		if err != nil {
			return nil, err
		}
		object, _, err := decoder.Decode(text, nil, nil)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", resource.CurId(), err)
		}
		objects = append(objects, object)
	}
	return objects, nil
}
