"""The workshop: how a model is made. The desk never imports it."""
