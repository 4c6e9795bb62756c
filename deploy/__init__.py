"""What brings the forms to the cloud: the package of the function, its way in, and the template `forms.yaml`."""
