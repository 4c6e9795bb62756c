"""What editors get, made from the models: the tables of settings in the guide for editors."""
